// SPDX-License-Identifier: Apache-2.0

extension CheckDetails {
  /// Checks of pictures.
  static let pictureChecks: [CheckDetails] = [
    CheckDetails(
      check: .black, title: "Black pictures", ebuItem: "0272B", layer: .baseband, category: .objective,
      appearance: "The screen is black where picture is expected.",
      cause: "A gap in the timeline, media offline at the export, or a fade held too long.",
      remedy:
        "Look at the edit at this timecode; close the gap or relink the media and export again. Black that the story wants needs the client’s word."),
    CheckDetails(
      check: .freeze, title: "Frozen picture", ebuItem: nil, layer: .baseband, category: .objective,
      appearance: "The picture stands still while the programme goes on.",
      cause: "A clip shorter than its place in the edit, a playback or transfer that stalled, or a held frame left in.",
      remedy: "Compare with the source at this timecode; replace the shot or transfer it again. A still that is meant needs the client’s word."),
    CheckDetails(
      check: .repeated, title: "Repeated picture", ebuItem: nil, layer: .baseband, category: .subjective,
      appearance: "Motion stops for an instant: a stutter.",
      cause: "A frame lost at capture and filled with the one before, or a frame-rate change without motion compensation.",
      remedy: "Compare with the source; if it is clean there, export again. If it is in the source, repair the frame or have it accepted."),
    CheckDetails(
      check: .dropped, title: "Missing picture", ebuItem: nil, layer: .baseband, category: .subjective,
      appearance: "Motion jumps forward for an instant.",
      cause: "A frame lost at capture, a cut that is one frame short, or a disk too slow for playout to tape or file.",
      remedy: "Compare with the source frame by frame at this timecode; export or capture again."),
    CheckDetails(
      check: .cadence, title: "Uneven cadence", ebuItem: nil, layer: .baseband, category: .subjective,
      appearance: "Motion judders at a steady rhythm, most visible in pans.",
      cause: "A frame rate changed by repeating frames: pulldown left in, or a timeline at another rate than its clips.",
      remedy: "Remove the pulldown or conform from material at its own rate. Animation drawn on twos is no fault."),
    CheckDetails(
      check: .fieldOrder, title: "Field order", ebuItem: "0041B", layer: .baseband, category: .subjective,
      appearance: "Moving edges comb or jump back and forth.",
      cause: "Fields swapped by a scaler, a wrong field flag at export, or an SD clip with the other order in an HD timeline.",
      remedy: "Interpret the clip with its own field order and render again; correct the flag where the whole file is reversed."),
    CheckDetails(
      check: .activePicture, title: "Blanking and active picture", ebuItem: nil, layer: .baseband, category: .objective,
      appearance: "A dark line or bar at the edge of the picture.",
      cause: "A clip not scaled to the raster, camera blanking, or a reposition that shows the edge.",
      remedy: "Scale the shot until it fills the raster, or deliver with the aspect ratio and AFD that the client asked for."),
    CheckDetails(
      check: .letterboxChange, title: "Change of bars", ebuItem: nil, layer: .baseband, category: .objective,
      appearance: "Bars appear, disappear or change their width between shots.",
      cause: "Shots of another aspect ratio mixed in, or a matte missing on part of the timeline.",
      remedy: "Set one matte over the whole programme, or have the mixed ratios accepted."),
    CheckDetails(
      check: .levels, title: "Illegal levels", ebuItem: "0051B", layer: .baseband, category: .absolute,
      appearance: "Highlights clip, or colours change in transmission.",
      cause: "A grade or graphic without a legaliser, full-range material taken as narrow, or overshoot from sharpening and scaling.",
      remedy: "Put a legaliser to this edition of EBU R 103 at the end of the grade and export again; check the range flag of graphics."),
    CheckDetails(
      check: .flash, title: "Flashes", ebuItem: "0021B", layer: .baseband, category: .regulatory,
      appearance: "The picture flashes: it may harm viewers with photosensitive epilepsy.",
      cause: "Strobes, gunfire, camera flashes, fast cutting or a flickering effect.",
      remedy:
        "Slow, dim or shrink the flashes at this place and check again; book an instrument that the station lists. This is a pre-check and no certificate."
    ),
    CheckDetails(
      check: .redFlash, title: "Red flashes", ebuItem: "0021B", layer: .baseband, category: .regulatory,
      appearance: "The picture flashes to or from saturated red, which is more dangerous than white.",
      cause: "Red strobes, police lights, a red effect between cuts.",
      remedy: "Take saturation out of the red or slow the change, and check again."),
    CheckDetails(
      check: .flashExtended, title: "Flashing that goes on", ebuItem: "0021B", layer: .baseband, category: .regulatory,
      appearance: "The picture flashes just below the limit for longer than five seconds.",
      cause: "A long strobe sequence.",
      remedy: "Break the sequence up or soften it, and check again."),
    CheckDetails(
      check: .pattern, title: "Regular patterns", ebuItem: "0021B", layer: .baseband, category: .regulatory,
      appearance: "Stripes or another regular pattern fill much of the screen.",
      cause: "Costumes, blinds, escalators, graphics with bars.",
      remedy: "Reframe, soften or shorten the shot, and check again."),
    CheckDetails(
      check: .blocks, title: "Coded blocks", ebuItem: nil, layer: .baseband, category: .subjective,
      appearance: "Squares are seen in skies, faces, fades and whatever moves fast.",
      cause: "A coding at too low a bit rate, here or in one of the sources, or several codings one after the other.",
      remedy: "Find the earliest generation that is clean and work from that; give the coder more bits where this file is the first to show it."),
    CheckDetails(
      check: .pictureDropout, title: "Dropouts", ebuItem: "0039B", layer: .baseband, category: .subjective,
      appearance: "A bar, blocks or a streak flash up in one or a few pictures.",
      cause: "A worn tape or a dirty head, a damaged file or transmission that a decoder patched up.",
      remedy: "Look at the source at this timecode and transfer or decode it again; where the source has it, repair the picture from its neighbours."),
    CheckDetails(
      check: .tearing, title: "Tearing", ebuItem: nil, layer: .baseband, category: .subjective,
      appearance: "What moves is broken along a level line for an instant.",
      cause: "A screen or a frame buffer that was recorded without being locked to its pictures.",
      remedy: "Record or play it out again with both locked to one reference; a single picture can be repaired from its neighbours."),
    CheckDetails(
      check: .pixels, title: "Dead and stuck pixels", ebuItem: nil, layer: .baseband, category: .subjective,
      appearance: "A dot stays at its place on the screen from shot to shot.",
      cause: "A defect of the camera’s sensor that was not masked, more often in warmth and at long exposure.",
      remedy:
        "Paint it out at the place given in all shots of that camera, and have the camera’s pixels masked (black balance) before it shoots again."),
    CheckDetails(
      check: .noise, title: "Noise", ebuItem: nil, layer: .baseband, category: .objective,
      appearance: "The picture seethes, most in dark and plain parts.",
      cause: "High gain, a dark shot graded up, or grain; an analogue source.",
      remedy: "Reduce the noise of these shots in the grade, or have them accepted where it is meant."),
    CheckDetails(
      check: .bars, title: "Colour bars", ebuItem: "0052B", layer: .layout, category: .objective,
      appearance: "A test pattern in the programme, no line-up where it belongs, or bars at wrong levels.",
      cause: "A line-up left in or left out, bars of another format or matrix, or a level changed on the way.",
      remedy: "Cut the bars out or lay them in; where levels are off, look for the change of range or matrix that the programme has suffered as well."
    ),
    CheckDetails(
      check: .clock, title: "Clock or slate", ebuItem: nil, layer: .layout, category: .subjective,
      appearance: "No clock where it belongs, or one in the programme.",
      cause: "A clock left in or left out, or laid at another timecode.",
      remedy: "Lay the clock where the specification says; whether its words are right, a person has to read."),
    CheckDetails(
      check: .cuts, title: "Fast cutting", ebuItem: nil, layer: .baseband, category: .objective,
      appearance: "Pictures change so fast that it tires or harms sensitive viewers.",
      cause: "A fast montage.",
      remedy: "Slow the montage down or have it accepted."),
    CheckDetails(
      check: .safeArea, title: "Captions outside the safe area", ebuItem: nil, layer: .baseband, category: .subjective,
      appearance: "Words or a logo so near to the edge that some screens cut them off.",
      cause: "Graphics made for another format, or without the guides.",
      remedy: "Look at the place with the safe-area guides on, and move the graphic in."),
    CheckDetails(
      check: .lightLevel, title: "Light of high dynamic range", ebuItem: nil, layer: .crosscheck, category: .absolute,
      appearance: "Highlights are dimmed or clipped by displays that trust what the file says of its light.",
      cause: "Static metadata of another version, or none; a grade beyond the limit.",
      remedy: "Measure again and write the metadata from the measurement; grade down what is beyond the limit."),
    CheckDetails(
      check: .legalText, title: "Legal text", ebuItem: nil, layer: .baseband, category: .regulatory,
      appearance: "Small print that cannot be read: too small, or gone too soon.",
      cause: "A text made longer after the edit was locked, or a graphic scaled down.",
      remedy: "Hold the text longer, enlarge it or shorten its words."),
  ]

  /// Checks of sound.
  static let soundChecks: [CheckDetails] = [
    CheckDetails(
      check: .loudness, title: "Programme loudness", ebuItem: "0010B", layer: .baseband, category: .absolute,
      appearance: "The programme is louder or quieter than its neighbours on air.",
      cause: "A mix to another target, a missing stem, or an export at another gain.",
      remedy: "Ask for a mix at the target; a plain gain change cures it where true peak leaves room."),
    CheckDetails(
      check: .loudnessRange, title: "Loudness range", ebuItem: nil, layer: .baseband, category: .absolute,
      appearance: "Quiet parts are lost at home, or loud parts startle.",
      cause: "A cinema mix without a broadcast pass.",
      remedy: "Ask mix for a broadcast version with a smaller range."),
    CheckDetails(
      check: .shortTerm, title: "Short-term loudness", ebuItem: nil, layer: .baseband, category: .absolute,
      appearance: "A passage jumps out.",
      cause: "A loud sting or a commercial mixed for peaks.",
      remedy: "Lower the passage in the mix."),
    CheckDetails(
      check: .truePeak, title: "True peak", ebuItem: "0084B", layer: .baseband, category: .absolute,
      appearance: "Distortion after a lossy coder or a converter.",
      cause: "A limiter set for sample peaks: peaks between samples are higher.",
      remedy: "Limit for true peak in the mix and export again."),
    CheckDetails(
      check: .silence, title: "Silence", ebuItem: "0078B", layer: .baseband, category: .objective,
      appearance: "No sound where sound is expected.",
      cause: "A muted or missing track, a gap in the mix, or media offline at the export.",
      remedy: "Compare with the mix at this timecode; relink and export again. Silence that is meant needs the client’s word."),
    CheckDetails(
      check: .clipping, title: "Clipping", ebuItem: "0005B", layer: .baseband, category: .objective,
      appearance: "Harsh, crackling sound on loud passages.",
      cause: "A level too high at the recorder, a converter or a plug-in; gain after a limiter.",
      remedy: "Go back to the recording or the mix before the clipped stage; a de-clipper is a repair and no cure."),
    CheckDetails(
      check: .clicks, title: "Clicks", ebuItem: "0057B", layer: .baseband, category: .subjective,
      appearance: "A tick or pop.",
      cause: "An edit without a fade, a digital fault or clock trouble in transfer.",
      remedy: "Compare with the source; cross-fade the edit or transfer again with one clock."),
    CheckDetails(
      check: .dropouts, title: "Dropouts", ebuItem: "0008B", layer: .baseband, category: .objective,
      appearance: "The sound is gone for an instant.",
      cause: "A buffer that ran empty in transfer, a damaged tape or file, a gap in the edit.",
      remedy: "Compare with the source and transfer again."),
    CheckDetails(
      check: .hum, title: "Hum", ebuItem: "0088B", layer: .baseband, category: .subjective,
      appearance: "A steady low tone or buzz.",
      cause: "Mains in a cable or an earth loop at the recording.",
      remedy: "Remove it with a notch or a restoration tool; look at the location sound."),
    CheckDetails(
      check: .offset, title: "DC offset", ebuItem: nil, layer: .baseband, category: .objective,
      appearance: "Clicks at edits, and less headroom than there seems to be.",
      cause: "A faulty converter or plug-in.",
      remedy: "Filter below 10 Hz and export again."),
    CheckDetails(
      check: .phase, title: "Phase", ebuItem: "0012B", layer: .baseband, category: .objective,
      appearance: "Sound is hollow, and vanishes in mono.",
      cause: "One leg of a pair with its polarity reversed, or a delay between two microphones.",
      remedy: "Reverse the polarity of one channel or align the two, and export again."),
    CheckDetails(
      check: .monoLoss, title: "Loss in mono", ebuItem: nil, layer: .baseband, category: .objective,
      appearance: "Dialogue or music is much quieter on a mono receiver.",
      cause: "Wide or reversed stereo effects.",
      remedy: "Narrow the stereo of what is lost, and check in mono."),
    CheckDetails(
      check: .dualMono, title: "Dual mono", ebuItem: "0124B", layer: .baseband, category: .objective,
      appearance: "A stereo pair without any width.",
      cause: "A mono mix on both channels, or one channel copied over the other.",
      remedy: "Ask mix whether it is meant; declare it as mono where the specification wants that."),
    CheckDetails(
      check: .assignment, title: "Channel assignment", ebuItem: "0095B", layer: .baseband, category: .subjective,
      appearance: "Effects in the wrong loudspeaker, or a thin centre.",
      cause: "Channels in film order instead of SMPTE order, or tracks patched wrongly.",
      remedy: "Listen channel by channel and lay the tracks out again."),
    CheckDetails(
      check: .balance, title: "Balance", ebuItem: "0230B", layer: .baseband, category: .objective,
      appearance: "The sound leans to one side.",
      cause: "A pan or a gain on one channel.",
      remedy: "Level the two channels in the mix."),
    CheckDetails(
      check: .tone, title: "Line-up tone", ebuItem: "0014B", layer: .layout, category: .objective,
      appearance: "Tone where programme is expected, or none or a wrong one where line-up belongs.",
      cause: "A line-up left in, or made at another level.",
      remedy: "Cut the tone out, or lay the line-up that the specification describes."),
    CheckDetails(
      check: .encoded, title: "Data in place of sound", ebuItem: nil, layer: .baseband, category: .absolute,
      appearance: "Loud noise on a normal receiver.",
      cause: "Dolby E or another coded signal on a track that should carry PCM sound.",
      remedy: "Decode it, or move it to the tracks that may carry it."),
    CheckDetails(
      check: .invalidSamples, title: "Samples that are no numbers", ebuItem: nil, layer: .bitstream, category: .absolute,
      appearance: "Bursts of noise or silence in some players.",
      cause: "A fault in the program that wrote floating-point sound.",
      remedy: "Export again from the session."),
    CheckDetails(
      check: .dialogue, title: "Dialogue loudness", ebuItem: nil, layer: .baseband, category: .objective,
      appearance: "Speech is too quiet or too loud against the rest.",
      cause: "A mix with a wide range between dialogue and effects.",
      remedy: "Ask for a mix with the dialogue nearer to the programme’s loudness."),
    CheckDetails(
      check: .intelligibility, title: "Speech against background", ebuItem: nil, layer: .baseband, category: .subjective,
      appearance: "Speech is hard to follow.",
      cause: "Music or effects too loud under dialogue.",
      remedy: "Lower the background under these phrases, and let somebody listen who does not know the script."),
    CheckDetails(
      check: .momentary, title: "Momentary loudness", ebuItem: nil, layer: .baseband, category: .absolute,
      appearance: "A moment jumps out.",
      cause: "A loud sting, or a commercial mixed for impact.",
      remedy: "Lower the moment in the mix."),
  ]

  /// Checks of what the file is made of.
  static let structureChecks: [CheckDetails] = [
    CheckDetails(
      check: .wrapper, title: "Wrapper", ebuItem: nil, layer: .wrapper, category: .absolute,
      appearance: "The file is refused at ingest, or opens in nothing.",
      cause: "An export in another wrapper than the specification names.",
      remedy: "Re-wrap without coding again where the essence fits; export again where it does not."),
    CheckDetails(
      check: .codec, title: "Coding", ebuItem: nil, layer: .bitstream, category: .absolute,
      appearance: "The file is refused at ingest.",
      cause: "Another export preset than the specification asks for.",
      remedy: "Transcode from the master to the coding that is asked for."),
    CheckDetails(
      check: .raster, title: "Raster, scan, depth and sampling", ebuItem: nil, layer: .crosscheck, category: .absolute,
      appearance: "The picture is scaled, squeezed or combed on air.",
      cause: "A timeline or export at another format.",
      remedy: "Export again from a timeline at the format that is asked for."),
    CheckDetails(
      check: .rate, title: "Frame rate", ebuItem: nil, layer: .crosscheck, category: .absolute,
      appearance: "Motion judders, or sound runs away from the picture.",
      cause: "A timeline at another rate than the specification asks for.",
      remedy: "Convert the standard properly from the master; do not only change the flag."),
    CheckDetails(
      check: .duration, title: "Lengths", ebuItem: nil, layer: .crosscheck, category: .absolute,
      appearance: "Sound ends before or after the picture.",
      cause: "An export range that does not fit, or a track that is longer than the picture.",
      remedy: "Set in and out of the export and make all tracks equally long."),
    CheckDetails(
      check: .timecode, title: "Start timecode", ebuItem: nil, layer: .layout, category: .absolute,
      appearance: "Parts start at the wrong time in playout.",
      cause: "A timeline with another start timecode.",
      remedy: "Set the start timecode and wrap again; pictures need no new coding."),
    CheckDetails(
      check: .metadata, title: "Colour tags", ebuItem: nil, layer: .bitstream, category: .absolute,
      appearance: "Colours look washed out or too strong in some players.",
      cause: "Tags missing or of another colour space than the pictures.",
      remedy: "Write the right tags; code again only if the pictures themselves are in another space."),
    CheckDetails(
      check: .layout, title: "Tracks and channels", ebuItem: nil, layer: .wrapper, category: .absolute,
      appearance: "Channels are missing or in the wrong place.",
      cause: "An export with another track layout.",
      remedy: "Lay out the tracks as the specification lists them and wrap again."),
    CheckDetails(
      check: .crosscheck, title: "Wrapper against essence", ebuItem: nil, layer: .crosscheck, category: .absolute,
      appearance: "Some devices play the file differently from others.",
      cause: "A re-wrap that kept old labels, or a tool that writes its own idea.",
      remedy: "Wrap again with labels taken from the essence."),
    CheckDetails(
      check: .unreadable, title: "Unreadable pictures or sound", ebuItem: nil, layer: .bitstream, category: .absolute,
      appearance: "Blocks, a hold, a click or an early end.",
      cause: "A damaged copy, a transfer that was cut off, or a failing disk.",
      remedy: "Verify the copy against its hash list; copy again from a good one before anything else."),
    CheckDetails(
      check: .programmeLayout, title: "Programme layout", ebuItem: nil, layer: .layout, category: .objective,
      appearance:
        "Line-up, clock, black, programme or hold do not stand where playout expects them: it starts early or late, or shows the clock on air.",
      cause: "A timeline that is shifted, or a head or tail that is too short, missing, or not black, silent or still.",
      remedy: "Set the timeline’s start and rebuild head and tail to the frame; export again."),
    CheckDetails(
      check: .partitions, title: "Parts of the wrapper", ebuItem: "0118W", layer: .wrapper, category: .absolute,
      appearance: "Ingest refuses the file, cannot seek in it, or plays it only once it is all there.",
      cause: "A writer that did not finish, another operational pattern, or an index written where the specification does not want it.",
      remedy: "Wrap again with a writer for this specification; pictures and sound need no new coding."),
    CheckDetails(
      check: .frameworks, title: "Descriptive metadata", ebuItem: nil, layer: .wrapper, category: .absolute,
      appearance: "Ingest refuses the file, or asks for title, parts and contacts by hand.",
      cause: "A writer that makes plain MXF, or one that was given no metadata.",
      remedy: "Wrap with a writer for this specification and fill in its metadata; pictures and sound need no new coding."),
    CheckDetails(
      check: .groups, title: "Groups of pictures", ebuItem: nil, layer: .bitstream, category: .absolute,
      appearance: "Servers cannot cut or seek where they should.",
      cause: "Another coder setting than the specification asks for.",
      remedy: "Code again with the group length and structure that is asked for."),
    CheckDetails(
      check: .bitRate, title: "Bit rate", ebuItem: nil, layer: .bitstream, category: .absolute,
      appearance: "Buffers of servers or players run over or empty, or the picture is coarser than ordered.",
      cause: "Another bit rate at the export, or a coder that does not hold its rate.",
      remedy: "Code again at the rate that is asked for; constant where that is asked."),
    CheckDetails(
      check: .timecodeTracks, title: "Timecode tracks", ebuItem: nil, layer: .crosscheck, category: .absolute,
      appearance: "Two machines show different timecode for one frame, or timecode jumps.",
      cause: "A re-wrap that set one timecode and left the others, or material joined without a new timecode.",
      remedy: "Set all timecodes to one start and wrap again; ask which of them the client goes by."),
    CheckDetails(
      check: .captions, title: "Captions", ebuItem: nil, layer: .bitstream, category: .absolute,
      appearance: "No subtitles, or garbled ones.",
      cause: "Captions left out of the export, or passed through a device that damaged them.",
      remedy: "Insert the caption file again and export; look at it on a receiver."),
    CheckDetails(
      check: .activeFormat, title: "Active format (AFD)", ebuItem: nil, layer: .crosscheck, category: .absolute,
      appearance: "Some screens cut the picture off at its sides, or show it small with bars all round.",
      cause: "A code that was set by habit, was left from another version, or was lost in a re-wrap.",
      remedy: "Look at the picture’s bars, set the code that fits and wrap again; the pictures need no new encoding unless they carry it themselves."),
    CheckDetails(
      check: .indexTables, title: "Index tables", ebuItem: nil, layer: .wrapper, category: .absolute,
      appearance: "Players seek slowly or to the wrong picture; ingest stops before the end.",
      cause: "A recording that was cut short, a file that was joined or trimmed without being wrapped again, or a writer that leaves tables out.",
      remedy: "Wrap the essence again (no new encoding is needed) and inspect the new file."),
    CheckDetails(
      check: .sync, title: "Picture against sound", ebuItem: nil, layer: .crosscheck, category: .objective,
      appearance: "Lips and voices part; a clap is heard before or after it is seen.",
      cause: "Sound laid against another version, a delay in the chain that was not made up for, or a wrong start of sound at the export.",
      remedy: "Shift the sound by the offset and export again; where nothing could be measured, look at lips and hands, or ask for a flash and pip."),
    CheckDetails(
      check: .naming, title: "File name and size", ebuItem: nil, layer: .wrapper, category: .absolute,
      appearance: "Ingest does not recognise the file, or refuses its size.",
      cause: "A name typed by hand, or a file larger than the way there takes.",
      remedy: "Rename it as the specification says; ask for another way where it is too large."),
  ]

  /// What people find.
  static let humanChecks: [CheckDetails] = [
    CheckDetails(
      check: .eye, title: "Picture, as seen", ebuItem: nil, layer: .baseband, category: .human, appearance: "As the finding says.",
      cause: "As the finding says.", remedy: "Look at the place in the same viewing conditions; grades are those of ITU-R BT.500."),
    CheckDetails(
      check: .ear, title: "Sound, as heard", ebuItem: nil, layer: .baseband, category: .human, appearance: "As the finding says.",
      cause: "As the finding says.", remedy: "Listen to the place on the same kind of loudspeakers."),
    CheckDetails(
      check: .remark, title: "Remark", ebuItem: nil, layer: .layout, category: .human, appearance: "As the finding says.",
      cause: "As the finding says.", remedy: "As the finding says."),
  ]
}
