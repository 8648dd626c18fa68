"""Graphics that the project draws itself: monograms in place of logos, and optical pictures.

All are computed from a seed: the same seed gives the same bytes, on any machine and without any
font. They are SVG, except for the picture of a thin film, which has pixels like a photograph.
"""

from cms.media.drawing.film import thin_film
from cms.media.drawing.monogram import initials, monogram
from cms.media.drawing.optics import lens, prism
from cms.media.drawing.waves import interference, newton_rings, spectrum

__all__ = [
    "initials",
    "interference",
    "lens",
    "monogram",
    "newton_rings",
    "prism",
    "spectrum",
    "thin_film",
]
