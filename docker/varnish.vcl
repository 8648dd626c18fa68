# Varnish in front of the site, with PURGE='{"varnish": {"BACKEND": "http", "LOCATION":
# "http://varnish:6081", "EVERYTHING": "*"}}' and GRAPHQL='{"SHARED_MAX_AGE": 3600}' for the site.
# xkey is in the package varnish-modules.
vcl 4.1;

import std;
import xkey;

backend default {
  .host = "klastr";
  .port = "8000";
}

# Who may have things dropped: the machines on which the site and “klastr deliver” run.
acl purgers {
  "localhost";
  "klastr";
  "deliver";
}

sub vcl_recv {
  if (req.method == "PURGE") {
    if (client.ip !~ purgers) {
      return (synth(403, "Not yours to purge"));
    }
    if (req.http.xkey-purge == "*") {
      ban("obj.status != 0");
      return (synth(200, "Everything is dropped"));
    }
    if (req.http.xkey-purge) {
      set req.http.n = xkey.purge(req.http.xkey-purge);
      return (synth(200, "Dropped: " + req.http.n));
    }
    return (purge);
  }
  # A token gets answers of its own.
  if (req.http.Authorization) {
    return (pass);
  }
  # Nothing there depends on cookies; elsewhere, who has one is not served from here.
  if (req.url ~ "^/(graphql|feeds|media)(/|\?|$)") {
    unset req.http.Cookie;
  }
}

sub vcl_backend_response {
  if (beresp.http.Cache-Tag) {
    set beresp.http.xkey = regsuball(beresp.http.Cache-Tag, ",", " ");
  }
  # What was dropped is made anew and not sent once more.
  set beresp.grace = 0s;
}

sub vcl_deliver {
  unset resp.http.xkey;
  if (obj.hits > 0) {
    set resp.http.X-Cache = "HIT";
  } else {
    set resp.http.X-Cache = "MISS";
  }
}
