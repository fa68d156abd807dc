/**
 * The contract suite for stores: a test class that extends {@link
 * dev.atom.mock.store.StoreContract}, or {@link dev.atom.mock.store.DurableStoreContract} where
 * what is written outlives the store, proves that an engine keeps what {@link
 * dev.atom.store.Store} promises.
 */
package dev.atom.mock.store;
