/**
 * Clients for the providers of models. Start reading at {@link dev.atom.providers.Provider} and {@link
 * dev.atom.providers.Profiles}.
 */
package dev.atom.providers;
