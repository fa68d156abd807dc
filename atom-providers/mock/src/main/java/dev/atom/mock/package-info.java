/**
 * What tests of programs with models need. Start at {@link dev.atom.mock.MockModel} for a model that
 * answers by script, {@link dev.atom.mock.ReplayServer} for a provider's server that plays recorded
 * exchanges, faults and scripts, {@link dev.atom.mock.RecordingProxy} to record them, {@link
 * dev.atom.mock.VirtualClock} for time that a test moves, and {@link
 * dev.atom.mock.ChatModelContract} for the suite that every model must pass.
 */
package dev.atom.mock;
