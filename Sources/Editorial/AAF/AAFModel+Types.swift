// SPDX-License-Identifier: Apache-2.0

extension AAFModel {
  /// The types of these properties, as the AAF Object Specification v1.1 registers them: kind, identifier, name, and what it is made of.
  static let typeText = """
    array 04010200 UInt8Array12 01010100 12
    array 04010800 UInt8Array8 01010100 8
    character 01100100 Character
    enum 01040100 Boolean 01010100 0=False 1=True
    enum 02010101 ProductReleaseType 01010100 0=VersionUnknown 1=VersionReleased 2=VersionDebug 3=VersionPatched 4=VersionBeta 5=VersionPrivateBuild
    enum 02010102 TapeFormatType 01010100 0=TapeFormatNull 1=BetacamFormat 2=BetacamSPFormat 3=VHSFormat 4=SVHSFormat 5=8mmFormat 6=Hi8Format
    enum 02010103 VideoSignalType 01010100 0=VideoSignalNull 1=NTSCSignal 2=PALSignal
    enum 02010104 TapeCaseType 01010100 0=TapeCaseNull 1=ThreeFourthInchVideoTape 2=VHSVideoTape 3=8mmVideoTape 4=BetacamVideoTape \
    5=CompactCassette 6=DATCartridge 7=NagraAudioTape
    enum 02010105 ColorSitingType 01010100 0=CoSiting 1=Averaging 2=ThreeTap 3=Quincunx 4=Rec601 255=UnknownSiting
    enum 02010106 EditHintType 01010100 0=NoEditHint 1=Proportional 2=RelativeLeft 3=RelativeRight 4=RelativeFixed
    enum 02010107 FadeType 01010100 0=FadeNone 1=FadeLinearAmp 2=FadeLinearPower
    enum 02010108 LayoutType 01010100 0=FullFrame 1=SeparateFields 2=OneField 3=MixedFields 4=SegmentedFrame
    enum 02010120 AlphaTransparencyType 01010100 0=MinValueTransparent 1=MaxValueTransparent
    enum 02010121 FieldNumber 01010100 0=UnspecifiedField 1=FieldOne 2=FieldTwo
    enum 02010122 ElectroSpatialFormulation 01010100 0=ElectroSpatialFormulation_Default 1=ElectroSpatialFormulation_TwoChannelMode \
    2=ElectroSpatialFormulation_SingleChannelMode 3=ElectroSpatialFormulation_PrimarySecondaryMode 4=ElectroSpatialFormulation_StereophonicMode \
    7=ElectroSpatialFormulation_SingleChannelDoubleSamplingFrequencyMode 8=ElectroSpatialFormulation_StereoLeftChannelDoubleSamplingFrequencyMode \
    9=ElectroSpatialFormulation_StereoRightChannelDoubleSamplingFrequencyMode 15=ElectroSpatialFormulation_MultiChannelMode
    enum 02010127 SignalStandardType 01010100 0=SignalStandard_None 1=SignalStandard_ITU601 2=SignalStandard_ITU1358 3=SignalStandard_SMPTE347M \
    4=SignalStandard_SMPTE274M 5=SignalStandard_SMPTE296M 6=SignalStandard_SMPTE349M
    extenum 02020101 OperationCategoryType 0100~1=OperationCategory_Effect
    extenum 02020102 TransferCharacteristicType ^0101-0000~1=TransferCharacteristic_ITU470_PAL ^0102-0000~1=TransferCharacteristic_ITU709 \
    ^0103-0000~1=TransferCharacteristic_SMPTE240M ^0104-0000~1=TransferCharacteristic_274M_296M ^0105-0000~1=TransferCharacteristic_ITU1361 \
    ^0106-0000~1=TransferCharacteristic_linear
    extenum 02020103 PluginCategoryType 0200~1=PluginCategory_Effect 0300~1=PluginCategory_Codec 0400~1=PluginCategory_Interpolation
    extenum 02020104 UsageType 0500~1=Usage_SubClip 0600~1=Usage_AdjustedClip 0700~1=Usage_TopLevel 0800~1=Usage_LowerLevel 0900~1=Usage_Template
    extenum 02020105 ColorPrimariesType ^0301-0000~6=ColorPrimaries_SMPTE170M ^0302-0000~6=ColorPrimaries_ITU470_PAL \
    ^0303-0000~6=ColorPrimaries_ITU709
    extenum 02020106 CodingEquationsType ^0201-0000~1=CodingEquations_ITU601 ^0202-0000~1=CodingEquations_ITU709 \
    ^0203-0000~1=CodingEquations_SMPTE240M
    indirect 04100300 Indirect
    int 01010100 UInt8 1u
    int 01010200 UInt16 2u
    int 01010300 UInt32 4u
    int 01010500 Int8 1s
    int 01010600 Int16 2s
    int 01010700 Int32 4s
    int 01010800 Int64 8s
    opaque 04100400 Opaque
    record 01030100 AUID Data1=01010300 Data2=01010200 Data3=01010200 Data4=04010800
    record 01030200 MobIDType SMPTELabel=04010200 length=01010100 instanceHigh=01010100 instanceMid=01010100 instanceLow=01010100 material=01030100
    record 03010100 Rational Numerator=01010700 Denominator=01010700
    record 03010200 ProductVersion major=01010200 minor=01010200 tertiary=01010200 patchLevel=01010200 type=02010101
    record 03010300 VersionType major=01010500 minor=01010500
    record 03010500 DateStruct year=01010600 month=01010100 day=01010100
    record 03010600 TimeStruct hour=01010100 minute=01010100 second=01010100 fraction=01010100
    record 03010700 TimeStamp date=03010500 time=03010600
    rename 01012001 PositionType 01010800
    rename 01012002 LengthType 01010800
    set 04030100 AUIDSet 01030100
    set 04030200 UInt32Set 01010300
    set 05030e00 ParameterDefinitionWeakReferenceSet 05010800
    set 05050100 ClassDefinitionStrongReferenceSet 05020900
    set 05050200 CodecDefinitionStrongReferenceSet 05020a00
    set 05050300 ContainerDefinitionStrongReferenceSet 05020c00
    set 05050400 DataDefinitionStrongReferenceSet 05020e00
    set 05050500 EssenceDataStrongReferenceSet 05020f00
    set 05050600 InterpolationDefinitionStrongReferenceSet 05021100
    set 05050700 MobStrongReferenceSet 05021300
    set 05050800 OperationDefinitionStrongReferenceSet 05021500
    set 05050900 ParameterDefinitionStrongReferenceSet 05021700
    set 05050a00 PluginDefinitionStrongReferenceSet 05021800
    set 05050b00 PropertyDefinitionStrongReferenceSet 05021900
    set 05050c00 TypeDefinitionStrongReferenceSet 05021b00
    set 05050d00 KLVDataDefinitionStrongReferenceSet 05022000
    set 05050e00 TaggedValueDefinitionStrongReferenceSet 05022100
    stream 04100200 Stream
    string 01100200 String 01100100
    strong 05020100 ContentStorageStrongReference 01011800
    strong 05020200 DictionaryStrongReference 01012200
    strong 05020300 EssenceDescriptorStrongReference 01012400
    strong 05020400 NetworkLocatorStrongReference 01013200
    strong 05020500 OperationGroupStrongReference 01010a00
    strong 05020600 SegmentStrongReference 01010300
    strong 05020800 SourceReferenceStrongReference 01011000
    strong 05020900 ClassDefinitionStrongReference 02010000
    strong 05020a00 CodecDefinitionStrongReference 01011f00
    strong 05020b00 ComponentStrongReference 01010200
    strong 05020c00 ContainerDefinitionStrongReference 01012000
    strong 05020d00 ControlPointStrongReference 01011900
    strong 05020e00 DataDefinitionStrongReference 01011b00
    strong 05020f00 EssenceDataStrongReference 01012300
    strong 05021000 IdentificationStrongReference 01013000
    strong 05021100 InterpolationDefinitionStrongReference 01012100
    strong 05021200 LocatorStrongReference 01013100
    strong 05021300 MobStrongReference 01013400
    strong 05021400 MobSlotStrongReference 01013800
    strong 05021500 OperationDefinitionStrongReference 01011c00
    strong 05021600 ParameterStrongReference 01013c00
    strong 05021700 ParameterDefinitionStrongReference 01011d00
    strong 05021800 PluginDefinitionStrongReference 01011e00
    strong 05021900 PropertyDefinitionStrongReference 02020000
    strong 05021a00 TaggedValueStrongReference 01013f00
    strong 05021b00 TypeDefinitionStrongReference 02030000
    strong 05021c00 KLVDataStrongReference 01014000
    strong 05021d00 FileDescriptorStrongReference 01012500
    strong 05022000 KLVDataDefinitionStrongReference 01014d00
    strong 05022100 TaggedValueDefinitionStrongReference 01014c00
    vector 04010300 Int32Array 01010700
    vector 04010400 Int64Array 01010800
    vector 04010600 AUIDArray 01030100
    vector 04010900 UInt32Array 01010300
    vector 04100100 DataValue 01010100
    vector 05040100 OperationDefinitionWeakReferenceVector 05010700
    vector 05040200 TypeDefinitionWeakReferenceVector 05010900
    vector 05040300 DataDefinitionWeakReferenceVector 05010300
    vector 05060100 ComponentStrongReferenceVector 05020b00
    vector 05060200 ControlPointStrongReferenceVector 05020d00
    vector 05060300 IdentificationStrongReferenceVector 05021000
    vector 05060400 LocatorStrongReferenceVector 05021200
    vector 05060500 MobSlotStrongReferenceVector 05021400
    vector 05060600 SegmentStrongReferenceVector 05020600
    vector 05060700 SourceReferenceStrongReferenceVector 05020800
    vector 05060800 TaggedValueStrongReferenceVector 05021a00
    vector 05060900 KLVDataStrongReferenceVector 05021c00
    vector 05060b00 FileDescriptorStrongReferenceVector 05021d00
    vector 05060a00 ParameterStrongReferenceVector 05021600
    weak 05010100 ClassDefinitionWeakReference 02010000 MetaDictionary.ClassDefinitions
    weak 05010200 ContainerDefinitionWeakReference 01012000 Header.Dictionary.ContainerDefinitions
    weak 05010300 DataDefinitionWeakReference 01011b00 Header.Dictionary.DataDefinitions
    weak 05010500 InterpolationDefinitionWeakReference 01012100 Header.Dictionary.InterpolationDefinitions
    weak 05010700 OperationDefinitionWeakReference 01011c00 Header.Dictionary.OperationDefinitions
    weak 05010800 ParameterDefinitionWeakReference 01011d00 Header.Dictionary.ParameterDefinitions
    weak 05010900 TypeDefinitionWeakReference 02030000 MetaDictionary.TypeDefinitions
    weak 05010b00 CodecDefinitionWeakReference 01011f00 Header.Dictionary.CodecDefinitions
    record e96e6d43-c383-11d3-a069-006094eb75cb RGBColor red=01010200 green=01010200 blue=01010200
    """
}
