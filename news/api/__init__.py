"""The public JSON interface, which reads only: articles, sections, tags and authors.

Wagtail's API v2 (https://docs.wagtail.org/en/stable/advanced_topics/api/v2/) without what lets a
caller choose fields, filters or types of page: `docs/api.md` lists all that there is. The search
room adds its own endpoint.
"""
