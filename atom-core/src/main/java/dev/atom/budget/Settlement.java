package dev.atom.budget;

import java.math.BigDecimal;

/**
 * What a reservation became.
 *
 * @param usd what was booked, in US dollars; without a budget, what the call is known to cost
 * @param estimated true if nobody knew the cost, so that what was reserved was booked
 */
public record Settlement(BigDecimal usd, boolean estimated) {}
