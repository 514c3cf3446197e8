"""The view of the contact page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

from delivery.compression import holds_no_secret
from delivery.limits import HOUR
from home.contact import MESSAGES, receive
from home.forms import ContactForm
from home.models import ContactPage

THANKS = "merci"


@never_cache  # The form carries a token of its reader's own.
def contact(request: HttpRequest, page: ContactPage) -> HttpResponse:
    """The contact form; a message that was received is answered by `?merci`."""
    form = ContactForm(page, initial={"desk": request.GET.get("desk", "")}, label_suffix="")
    status = 200
    if request.method == "POST":
        form = ContactForm(page, data=request.POST, label_suffix="")
        status = 422
        if form.is_valid():
            if not MESSAGES.is_reached(request):
                receive(form.message_to_store())
                MESSAGES.count(request)
                return HttpResponseRedirect(f"{page.get_url(request)}?{THANKS}")
            status = 429
        form = form.shown_again()
    context = page.get_context(request) | {
        "form": form,
        "received": THANKS in request.GET and request.method != "POST",
        "too_many": status == 429,
    }
    response = TemplateResponse(request, "home/contact_page.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(HOUR)
    # Typed text is beside the token in an answer to a POST, but never in the first page.
    return response if form.is_bound else holds_no_secret(response)
