from django.core.validators import MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0002_editors")]

    operations = [
        migrations.AddField(
            model_name="editlink",
            name="is_asked_for",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="selfservicesettings",
            name="max_files",
            field=models.PositiveIntegerField(
                default=200,
                help_text="Images and documents together.",
                verbose_name="files of one member",
            ),
        ),
        migrations.AddField(
            model_name="selfservicesettings",
            name="max_megabytes",
            field=models.PositiveIntegerField(
                default=500,
                validators=[MinValueValidator(1)],
                verbose_name="size of one member’s files in MB",
            ),
        ),
    ]
