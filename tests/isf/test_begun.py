"""Variables without a value, and what they begin as."""

from __future__ import annotations

import pytest

from realtime.isf.begun import with_begun_values


@pytest.mark.parametrize(
    ("code", "begun"),
    [
        ("void main() { float a; }", "void main() { float a = float(0); }"),
        ("void main() { vec3 a = f(1, 2), b ; }", "void main() { vec3 a = f(1, 2), b = vec3(0) ; }"),
        (
            "void main() { for (float i, d; i++ < 9.;) ; }",
            "void main() { for (float i = float(0), d = float(0); i++ < 9.;) ; }",
        ),
        (
            "float sum;\nint f(int a,\n  int b);",
            "float sum;\nint f(int a,\n  int b);".replace("sum", "sum = float(0)"),
        ),
        ("struct H { float d; vec3 c; };\nH h;", "struct H { float d; vec3 c; };\nH h;"),
        ("if (x) a = 1; else { int n; }", "if (x) a = 1; else { int n = int(0); }"),
        ("uniform float u;\nin vec2 at;\nconst float k = 1.0;\nfloat[2] a; vec2 b[3];", None),
        (
            "void f(out vec4 o, inout float p) { o += p; }",
            "void f(out vec4 o, inout float p) { o = vec4(0); o += p; }",
        ),
        ("#define D float d;\n// float e;\nvoid f(float a, vec2 b) {}", None),
    ],
)
def test_what_has_no_value_begins_as_0(code: str, begun: str | None) -> None:
    assert with_begun_values(code) == (begun or code)


def test_sums_begin_at_0_whatever_was_there(shader, pixels) -> None:
    program = shader(
        '{"ISFVSN": "2"}',
        "void main() { float a; vec3 c; for (int i = 0; i < int(RENDERSIZE.x); i++) { c += 0.05; a += 0.01; }"
        " gl_FragColor = vec4(c + a, 1.0); }",
    )
    assert pixels(program)[2, 5] == pytest.approx([0.48, 0.48, 0.48, 1.0], abs=0.01)
