// Shows how far an import is. Without this script the form does the same and shows the end only.
document.querySelectorAll(".transfer-run").forEach((form) => {
  const bar = form.querySelector("progress");
  const output = form.querySelector("output");
  const button = form.querySelector("button");

  const fail = () => {
    bar.hidden = true;
    output.textContent = form.dataset.failed;
    button.disabled = false;
  };

  const show = (line) => {
    if (line.result) {
      window.location.assign(line.result.url);
    } else if (line.error) {
      fail();
    } else {
      bar.max = line.total;
      bar.value = line.done;
      output.textContent = `${line.done} / ${line.total}`;
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    bar.hidden = false;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/x-ndjson" },
      });
      if (!response.ok) throw new Error(response.statusText);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const lines = (rest + value).split("\n");
        rest = lines.pop();
        lines.filter(Boolean).forEach((line) => show(JSON.parse(line)));
      }
    } catch {
      fail();
    }
  });
});
