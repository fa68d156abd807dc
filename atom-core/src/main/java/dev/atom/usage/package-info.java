/**
 * What calls cost: {@link dev.atom.usage.PriceBook} turns a usage into a {@link
 * dev.atom.usage.Cost}, exact to the last digit, and an unknown price stays unknown.
 */
package dev.atom.usage;
