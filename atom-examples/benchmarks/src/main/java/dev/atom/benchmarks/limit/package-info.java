/** What limits cost, beside a bare token bucket. */
package dev.atom.benchmarks.limit;
