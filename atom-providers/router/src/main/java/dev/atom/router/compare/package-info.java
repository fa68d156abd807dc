/**
 * Many models asked the same, side by side: {@link dev.atom.router.compare.Comparison} is where to
 * start.
 */
package dev.atom.router.compare;
