/**
 * Trying rules out: on one event ({@link dev.atom.rules.replay.DryRun}), on a stored period before
 * and after a change ({@link dev.atom.rules.replay.BackTest}), and for what a period never touched
 * ({@link dev.atom.rules.replay.Coverage}). Nothing here can take an action.
 *
 * <p>Start reading at {@link dev.atom.rules.replay.DryRun}.
 */
package dev.atom.rules.replay;
