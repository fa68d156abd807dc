package dev.atom.model;

/**
 * Something in a request that the provider does not honour, or an oddity in its reply.
 *
 * @param code a stable identifier, such as {@code "ignored_parameter"}
 * @param message what happened, for people
 */
public record Warning(String code, String message) {}
