namespace Fashion.Keras.Tests.Functions;

/// <summary>What operations on images, convolutions and poolings say to arguments that do not fit.</summary>
public sealed class ImageOpsTests
{
    private static readonly float[,,,] Images = new float[1, 4, 4, 3];

    [Fact]
    public void Arguments_ThatDoNotFit_AreNamed()
    {
        Assert.Contains("cropToAspectRatio",
            Assert.Throws<ArgumentException>(() => ImageOps.Resize(Images, 2, cropToAspectRatio: true, padToAspectRatio: true)).Message,
            StringComparison.Ordinal);
        Assert.Contains("'constant'", Assert.Throws<ArgumentException>(() => ImageOps.Resize(Images, 2, fillMode: FillMode.Wrap)).Message,
            StringComparison.Ordinal);
        Assert.Contains("two of the three", Assert.Throws<ArgumentException>(() => ImageOps.CropImages(Images, topCropping: 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(
            () => ImageOps.CropImages(Images, topCropping: 3, targetHeight: 2, leftCropping: 0, targetWidth: 2));
        Assert.Throws<ShapeMismatchException>(
            () => ImageOps.PadImages(Images, topPadding: 3, targetHeight: 5, leftPadding: 0, targetWidth: 4));
        Assert.Contains("odd", Assert.Throws<ArgumentException>(() => ImageOps.GaussianBlur(Images, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("(1, 8)",
            Assert.Throws<ShapeMismatchException>(() => ImageOps.AffineTransform(Images, new float[] { 1, 2 })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageOps.MapCoordinates(Images, new float[] { 1 }, order: 3));
        Assert.Contains("3", Assert.Throws<ShapeMismatchException>(() => ImageOps.RgbToHsv(new float[1, 2, 2, 2])).Message,
            StringComparison.Ordinal);
        Assert.Contains("channels", Assert.Throws<ShapeMismatchException>(() => Ops.Conv(Images, new float[2, 2, 2, 1])).Message,
            StringComparison.Ordinal);
        Assert.Contains("strides",
            Assert.Throws<ArgumentException>(() => Ops.Conv(Images, new float[2, 2, 3, 1], strides: [2], dilationRate: [2])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => Ops.MaxPool(Images, [5]));
        Assert.Throws<ArgumentException>(() => Ops.MaxPool(Images, [2], padding: Padding.Causal));
        Assert.Throws<ShapeMismatchException>(() => Ops.DotProductAttention(Images, Images, new float[1, 2, 4, 3]));
        Assert.Throws<ShapeMismatchException>(() => Ops.DepthToSpace(Images, 2));
    }

    [Theory]
    [InlineData(4, 6, "valid")]
    [InlineData(5, 7, "same")]
    [InlineData(3, 3, "same")]
    public void Patches_PutTogether_AreTheImages(int height, int width, string padding)
    {
        SymbolicTensor images = Ops.Reshape(Ops.ARange(2 * height * width * 3), [2, height, width, 3]);
        SymbolicTensor patches = ImageOps.ExtractPatches(images, (4, 3), padding: padding);
        Assert.Equal(images.ToArray(), ImageOps.ReconstructPatches(patches, (4, 3), (height, width), padding: padding).ToArray());
    }

    [Fact]
    public void PatchesOfOtherImages_AreNamed()
    {
        SymbolicTensor patches = Ops.Ones([1, 2, 3, 12]);
        Assert.Contains("(1, 2, 3, 12) are not those of (2, 2) in images of (5, 6)",
            Assert.Throws<ShapeMismatchException>(() => ImageOps.ReconstructPatches(patches, 2, (5, 6))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => ImageOps.ReconstructPatches(patches, 2, (2, 6), padding: "same"));
        Assert.Throws<ShapeMismatchException>(() => ImageOps.ReconstructPatches(patches, 5, (10, 15)));
        Assert.Contains("strides",
            Assert.Throws<ArgumentException>(() => ImageOps.ReconstructPatches(patches, 2, (4, 6), strides: 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ImageOps.ReconstructPatches(patches, 2, (4, 6), padding: Padding.Causal));
        Assert.ThrowsAny<ArgumentException>(() => ImageOps.ReconstructPatches(patches, 0, (4, 6)));
    }

    [Fact]
    public void Patches_KeepWhatIsNoNumberToThemselves()
    {
        float[,,,] images = new float[1, 2, 4, 1];
        images[0, 0, 0, 0] = float.NaN;

        float[] patches = ImageOps.ExtractPatches(images, 2).ToArray();

        Assert.Equal([float.NaN, 0, 0, 0, 0, 0, 0, 0], patches);
    }
}
