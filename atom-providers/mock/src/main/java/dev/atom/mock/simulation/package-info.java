/**
 * Runs hosts of one store against each other, call by call in an order drawn by chance, while they
 * crash, lose connections and answers, stand still and have their clocks set, and checks what must be
 * true afterwards. The same seed gives the same run. Start at {@link
 * dev.atom.mock.simulation.Simulation}.
 */
package dev.atom.mock.simulation;
