/**
 * What calls cost: {@link dev.atom.usage.PriceBook} turns a usage into a {@link
 * dev.atom.usage.Cost}, exact to the last digit, and an unknown price stays unknown.
 *
 * <p>Start reading at {@link dev.atom.usage.PriceBook}; {@link dev.atom.usage.Price} tells the rules
 * of a price, and {@link dev.atom.usage.Quote} is for choosing among models quickly.
 */
package dev.atom.usage;
