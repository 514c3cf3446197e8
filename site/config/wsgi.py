from config import select_settings

select_settings()

from django.core.wsgi import get_wsgi_application  # noqa: E402

from delivery.shedding import shed  # noqa: E402

application = shed(get_wsgi_application())

from accounts.checks import refuse_demo_passwords  # noqa: E402

refuse_demo_passwords()
