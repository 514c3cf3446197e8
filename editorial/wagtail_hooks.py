"""The hooks of the desk's packages: a registry, which Wagtail alone imports."""

import editorial.access.hooks
import editorial.access.redirects
import editorial.access.side_doors
import editorial.alerts.hooks
import editorial.assets.hooks
import editorial.confirmation.hooks
import editorial.dashboard.article_lists
import editorial.dashboard.hooks
import editorial.departures.hooks
import editorial.editor.hooks
import editorial.editor.sent_back
import editorial.editor.unread
import editorial.exams.hooks
import editorial.front_page.hooks
import editorial.gates.hooks
import editorial.lives.hooks
import editorial.moves.hooks
import editorial.notices.hooks
import editorial.schedule.hooks
import editorial.search_report.hooks
import editorial.shell.menu_pages
import editorial.shell.menus
import editorial.urgent.hooks
import editorial.withdrawal.hooks
import editorial.workflow.hooks
