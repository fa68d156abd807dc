/** The contract of {@link dev.atom.cache.CacheStore} as tests: {@link CacheStoreContract}. */
package dev.atom.mock.cache;
