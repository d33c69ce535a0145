"""ISF (Interactive Shader Format) 2 host: reads, translates and runs `.fs` shaders with moderngl.

Orientation: every texture that goes into or comes out of a program is bottom-up, as GL and ISF
have it (first row = bottom of the picture, `isf_FragNormCoord` (0, 0) = bottom left). Pictures in
numpy arrays are top-down; `realtime.isf.pictures` crosses between the two.
"""
