"""Inside the site of `make bench-live`: puts a message of the running coverage online now and then.

`SECONDS EVERY`: for how long, and after how many seconds the next one. Prints how many there were.
"""

import json
import sys
import time
from uuid import uuid4

import django


def main() -> None:
    django.setup()
    seconds, every = map(int, sys.argv[1:])
    print(json.dumps(publish(seconds, every)))


def publish(seconds: int, every: int) -> int:
    from accounts.models import User
    from editorial.lives import acts
    from news.models import LiveBlogPage
    from news.models.lives import EntryKind

    live = LiveBlogPage.objects.get(live_state__ended_at=None)
    chief = User.objects.get(username="chef")
    number, end = 0, time.monotonic() + seconds
    while time.monotonic() + every < end:
        time.sleep(every)
        number += 1
        written = acts.Written(EntryKind.TEXT, "", f"Message {number}", "", None)
        acts.write(live, uuid4(), written, chief, publish=True)
    return number


if __name__ == "__main__":
    main()
