"""The style guide: every component, once, in every state."""

from typing import Any

from django.views.generic import TemplateView

from cms.components import samples


class StyleGuide(TemplateView):
    """`?scheme=light|dark` forces a scheme; otherwise the device decides."""

    template_name = "styleguide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scheme = self.request.GET.get("scheme", "")
        return super().get_context_data(
            scheme=scheme if scheme in {"light", "dark"} else "",
            is_demonstration=True,
            **samples.context(),
            **kwargs,
        )
