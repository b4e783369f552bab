/// How well boxes are isolated, as measured: what runs them, each box, and the escapes that were tried.
@NullMarked
package dev.ironclaw.desktop.posture;

import org.jspecify.annotations.NullMarked;
