"""Colours as the browser paints them: what the scripts that look at pages have in common."""

#: `luminance(colours)`: how bright (WCAG 2.2) colours are that lie on white and on each other;
#: `backgrounds(element)`: those behind its text; `contrast(behind, before)`; `contrastOf(element)`:
#: that of its text, in a picture with the shapes that are drawn under the text's middle. Colours are
#: painted on a canvas, which understands every notation and lays translucent ones over another.
CONTRAST = """
  const pixel = window.pixel ??= document.createElement('canvas').getContext('2d', {willReadFrequently: true})
  const linear = part => part <= 10.31475 ? part / 3294.6 : ((part / 255 + .055) / 1.055) ** 2.4
  const known = window.luminances ??= new Map()
  const luminance = colours => {
    const key = colours.join()
    if (!known.has(key)) {
      for (const colour of ['white', ...colours]) {
        pixel.fillStyle = colour
        pixel.fillRect(0, 0, 1, 1)
      }
      const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data].map(linear)
      known.set(key, .2126 * r + .7152 * g + .0722 * b)
    }
    return known.get(key)
  }
  const backgrounds = element => element
    ? [...backgrounds(element.parentElement), getComputedStyle(element).backgroundColor] : []
  const contrast = (behind, before) => {
    const [dark, light] = [luminance(behind), luminance(before)].sort((a, b) => a - b)
    return (light + .05) / (dark + .05)
  }
  const filled = shape => {
    const {fill, fillOpacity, opacity} = getComputedStyle(shape)
    return fill === 'none' ? [] : [`color-mix(in srgb, ${fill} ${fillOpacity * opacity * 100}%, transparent)`]
  }
  const drawnUnder = text => {
    const {x, y, width, height} = text.getBoundingClientRect()
    const middle = new DOMPoint(x + width / 2, y + height / 2)
    const isUnder = shape => shape.checkVisibility()
      && shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING
      && shape.isPointInFill(middle.matrixTransform(shape.getScreenCTM().inverse()))
    return [...text.ownerSVGElement.querySelectorAll('circle, ellipse, path, polygon, rect')].filter(isUnder)
  }
  const contrastOf = element => {
    const style = getComputedStyle(element)
    const isDrawn = element.ownerSVGElement
    const behind = [...backgrounds(element), ...isDrawn ? drawnUnder(element).flatMap(filled) : []]
    return contrast(behind, [...behind, isDrawn ? style.fill : style.color])
  }
"""
