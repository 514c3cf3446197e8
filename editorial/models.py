"""The models of the desk's packages: a registry, which Django alone imports."""

import editorial.alerts.models
import editorial.assets.models
import editorial.events.models
import editorial.gates.models
import editorial.newsroom
import editorial.notices.models
import editorial.notices.webhooks.models
import editorial.schedule.models
import editorial.urgent.models
import editorial.workflow.models
