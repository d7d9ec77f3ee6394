"""The tags every public page is made of, by what they are for: `frame`, `cases`, `content`.

Each component is one function here, one template in `themes/base/templates/components/` and one example on
the style guide. Arguments are plain values; `cms.components.shapes` has a dataclass for each list.
"""
