/** What a router has seen of its targets, in a few numbers each. */
package dev.atom.router.stats;
