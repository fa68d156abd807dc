/**
 * What the calls of a ledger would have cost under other prices or another route: {@link
 * dev.atom.router.whatif.WhatIf} is where to start, {@link dev.atom.router.whatif.Replay} what comes
 * out, with what it assumes.
 */
package dev.atom.router.whatif;
