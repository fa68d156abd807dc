/**
 * How a router chooses among the targets that can answer: {@link dev.atom.router.policy.Policy} is
 * where to start.
 */
package dev.atom.router.policy;
