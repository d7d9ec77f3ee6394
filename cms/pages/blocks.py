"""The pieces an editor writes with. Each has one template in themes/base/templates/pages/blocks/."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=160, label=_("Question"))
    answer = blocks.RichTextBlock(features=TEXT_FEATURES[2:], label=_("Answer"))


class FaqBlock(blocks.StructBlock):
    """Questions that open one by one, without JavaScript."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Frequent questions")
        template = "pages/blocks/faq.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, max_length=400, label=_("Text"))


class StepsBlock(blocks.StructBlock):
    """What happens, in order."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), min_num=2, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Numbered steps")
        template = "pages/blocks/steps.html"


class NoteBlock(blocks.StructBlock):
    """A short text that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        choices=[("info", _("Information")), ("warning", _("Warning"))], default="info", label=_("Kind")
    )
    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    text = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Note")
        template = "pages/blocks/note.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "pages/blocks/picture.html"


class ContactBlock(blocks.StructBlock):
    """Other ways to reach the city: one telephone, address or office per line."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    lines = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("label", blocks.CharBlock(max_length=80, label=_("What"))),
                ("value", blocks.CharBlock(max_length=120, label=_("Number or address"))),
                (
                    "link",
                    blocks.CharBlock(max_length=200, required=False, label=_("Link (tel:, mailto:, https:)")),
                ),
            ]
        ),
        min_num=1,
    )

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "pages/blocks/contact.html"


class BodyBlock(blocks.StreamBlock):
    """What any page of the site may hold."""

    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"), template="pages/blocks/text.html")
    faq = FaqBlock()
    steps = StepsBlock()
    note = NoteBlock()
    picture = PictureBlock()
    contact = ContactBlock()
