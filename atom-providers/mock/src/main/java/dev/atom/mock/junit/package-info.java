/**
 * A provider's server for JUnit 5: {@link dev.atom.mock.junit.PlaysScript} on a test, or {@link
 * dev.atom.mock.junit.ReplayServerExtension} as a field of it. Start at either.
 */
package dev.atom.mock.junit;
