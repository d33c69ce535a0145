"""A GL context, as the painters' tests have it."""

from tests.paint.conftest import context as context
