"""Everything that knows Flask and is no feature: the scope of a request, the door of a view, pages, forms, errors, headers, logs."""
