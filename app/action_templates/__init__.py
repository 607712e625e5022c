"""Templates for actions: what such an action is, how many weeks it takes, and after how many weeks something is there.

A small set ships with the product (shipped.toml); a coalition keeps its own, made of an action that it did. An action that began with a
template is an action like any other: nothing ties the two afterwards.
"""
