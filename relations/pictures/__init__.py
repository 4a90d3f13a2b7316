"""The record as pictures: what is drawn where, reckoned here and drawn by templates as SVG.

A picture is drawn in units of its own, 1,120 to the width of a page. It is light: a constant number
of queries, no script, the same data as a table beside it.
"""
