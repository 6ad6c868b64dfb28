// SPDX-License-Identifier: Apache-2.0

/// The sine of an angle in turns, by additions and multiplications only, so that it is the same bit for bit on every machine.
///
/// Error below 1e-13: a Taylor polynomial of degree 17 over a quarter turn either side of zero.
func sine(turns: Double) -> Double {
  var turn = turns - turns.rounded()
  if turn > 0.25 { turn = 0.5 - turn } else if turn < -0.25 { turn = -0.5 - turn }
  let x = turn * 2 * Double.pi
  let square = x * x
  var sum = 1.0
  for factor in [272.0, 210, 156, 110, 72, 42, 20, 6] { sum = 1 - square / factor * sum }
  return x * sum
}

/// The cosine of an angle in turns.
func cosine(turns: Double) -> Double { sine(turns: turns + 0.25) }
