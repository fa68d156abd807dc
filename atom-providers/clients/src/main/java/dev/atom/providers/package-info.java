/**
 * One entry per provider, each building a {@link dev.atom.model.ChatModel}: {@link
 * dev.atom.providers.OpenAi} for OpenAI and every server that speaks one of its two protocols.
 *
 * <p>Inside, a client is a {@code Dialect} (what requests, replies and streams look like) on a
 * {@code DialectModel} (keys, transport, errors), so that another protocol is another dialect.
 */
package dev.atom.providers;
