from config import select_settings

select_settings()

from django.core.wsgi import get_wsgi_application  # noqa: E402

django_application = get_wsgi_application()

from audience.counts.short_way import with_counts  # noqa: E402
from delivery.pages.front import with_page_cache  # noqa: E402
from delivery.shedding import shed  # noqa: E402
from news.exams.short_way import with_exam_files  # noqa: E402

# What is kept is sent however many wait: it costs less than to turn them away.
application = with_exam_files(with_page_cache(with_counts(shed(django_application))))

from accounts.checks import refuse_demo_passwords  # noqa: E402

refuse_demo_passwords()
