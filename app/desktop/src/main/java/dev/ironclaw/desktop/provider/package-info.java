/// Companies and servers that serve models, as people connect, try and disconnect them: in the settings and on the first
/// start; and the models that they say they have, for the forms that choose one. A key goes in and is never shown.
@NullMarked
package dev.ironclaw.desktop.provider;

import org.jspecify.annotations.NullMarked;
