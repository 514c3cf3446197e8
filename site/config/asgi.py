from config import select_settings

select_settings()

from django.core.asgi import get_asgi_application  # noqa: E402

application = get_asgi_application()

from accounts.checks import refuse_demo_passwords  # noqa: E402

refuse_demo_passwords()
