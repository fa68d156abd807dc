package dev.atom.assistant;

/**
 * What {@link Assistant#accept} did.
 *
 * @param messageId Atom's id of the message
 * @param duplicate whether it was there already; nothing was done then
 */
public record Accepted(String messageId, boolean duplicate) {}
