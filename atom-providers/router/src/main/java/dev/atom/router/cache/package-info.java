/**
 * Replies that are kept: how a route uses a {@link dev.atom.cache.CacheStore}. Start reading at {@link
 * dev.atom.router.cache.ReplyCache}.
 */
package dev.atom.router.cache;
