/**
 * Recorded exchanges and faults on an application's own WireMock server. Start at {@link
 * dev.atom.mock.wiremock.ExchangeStubs} for recordings as plain stubs, and at {@link
 * dev.atom.mock.wiremock.ReplayTransformer} for faults and scripts.
 */
@NullMarked
package dev.atom.mock.wiremock;

import org.jspecify.annotations.NullMarked;
