"""The queue of a desk in the Wagtail admin, generated from the definitions of its services.

`view` puts it together; `columns` renders cells by hand (a page of 50 costs no template per cell); `filters` is
django-filter; `pages` keeps counting and paging constant however long the queue grows.
"""
