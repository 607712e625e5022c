"""How templates are rendered: compiled before the first visitor comes, and calling macros and functions without detours."""

from types import FunctionType, MethodType
from typing import Any

from flask import Flask
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro

_OF_LOOPS = ("_block_vars", "_loop_vars")


class DirectContext(Context):
    """What a template sees. Jinja asks at each of the hundreds of calls of a page in three ways what the called wants to know."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro or a function as Jinja does, once its kind is clear."""
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in {FunctionType, MethodType} or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        if kwargs:
            for name in _OF_LOOPS:
                kwargs.pop(name, None)
        return called(*args, **kwargs)


class SharedTemplate(Template):
    """A template whose macros are made once. No template is given globals of its own, which Jinja looks for at every import."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        return super()._get_default_module()


def init_app(app: Flask) -> None:
    """Let the templates of `app` be rendered so."""
    app.jinja_env.context_class = DirectContext
    app.jinja_env.template_class = SharedTemplate


def compile_all(app: Flask) -> None:
    """Compile every template, so that workers are forked with all of them and no first visitor waits."""
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
