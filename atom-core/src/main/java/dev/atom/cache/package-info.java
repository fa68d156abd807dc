/**
 * Values that were dear to make, kept for a while: {@link dev.atom.cache.CacheStore} finds one or says
 * who makes it; start there. {@link dev.atom.cache.CacheControl} lets a call do without.
 */
package dev.atom.cache;
