/** The peer that is measured here. */
package dev.atom.benchmarks.clients.anthropic;
