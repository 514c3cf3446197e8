"""What Wagtail and the rooms built on it are told; `base` takes it all in."""

from datetime import timedelta
from zoneinfo import available_timezones

from config.env import env

WAGTAIL_SITE_NAME = "Actujet"
WAGTAILADMIN_COMMENTS_ENABLED = True
# Who may do what with a page, and how what was approved reaches the readers.
PAGE_PERMISSION_TESTER = "editorial.permissions.NewsroomPermissions"
WAGTAIL_FINISH_WORKFLOW_ACTION = "editorial.workflow.finish.publish_approved"
# A publication ends the review of the same text only, and with a word: `editorial.workflow.review`.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.SignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "accounts.passwords.forms.ResetForm"  # noqa: S105
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "news.rich_text_area.RichTextArea"}}
WAGTAILIMAGES_IMAGE_MODEL = "news.NewsImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "heif", "hif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "editorial.assets.forms.DeskImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "editorial.assets.forms.DeskDocumentForm"
# A photograph of 800 pixels weighs 30 to 60 KB in AVIF: the readers pay by the megabyte.
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_WEBP_QUALITY = 74
WAGTAILIMAGES_JPEG_QUALITY = 74
# Links lead to `news.document_files` wherever documents are stored: one of a private collection
# stays private.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Whatever was uploaded is saved by the reader's browser, and never run in the site's name.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "txt", "xlsx"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# The queue writes the redirects of a page that moves, and of all below it: `news.redirect_batches`.
WAGTAILREDIRECTS_AUTO_CREATE = False
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True
# Browsers know no "localtime" and no "Factory"; at the first they stop naming the others.
WAGTAIL_USER_TIME_ZONES = ["UTC", *sorted(name for name in available_timezones() if "/" in name)]
# No request leaves the site by itself.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# When daily digests go out, in each person's own time zone; and how near a go-live time is when
# the desk is told that its text is not approved yet.
NOTICES_DIGEST_HOUR = 7
NOTICES_DEADLINE = timedelta(hours=1)
# Whether a webhook may lead to this machine or its network, for a chat bridge that runs there.
WEBHOOK_PRIVATE_ADDRESSES = env.bool("WEBHOOK_PRIVATE_ADDRESSES", default=False)

# How long the desk sees what was searched, in days.
SEARCH_COUNTS_DAYS = env.int("SEARCH_COUNTS_DAYS", default=90)
