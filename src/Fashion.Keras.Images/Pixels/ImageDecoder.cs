using System.Globalization;
using Fashion.Keras.Internal;
using SkiaSharp;

namespace Fashion.Keras.Images;

/// <summary>Files to pixels. What a file is follows from its content, not from its name.</summary>
internal static class ImageDecoder
{
    /// <summary>Most pixels of one image unless said otherwise: 400 MB decoded.</summary>
    public const long UsualMaxPixels = 100_000_000;

    /// <summary>Most pixels that can be allowed: what fits into one buffer.</summary>
    public const long MostPixels = Data.Sizes.Most / PixelBuffer.BytesPerPixel;

    private static readonly SKEncodedImageFormat[] Formats =
        [SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Gif, SKEncodedImageFormat.Bmp,
            SKEncodedImageFormat.Webp];

    /// <summary>Reads a whole image; of an animation the first frame.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="maxPixels">Most pixels. A file that states more is refused before memory is taken for them.</param>
    /// <exception cref="ImageFileException">It is no whole image, or too large.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static PixelBuffer Decode(string path, long maxPixels)
    {
        using SKData data = Content(path);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || !Formats.Contains(codec.EncodedFormat))
            throw new ImageFileException(path, "it is no PNG, JPEG, GIF, BMP or WebP file, or damaged at its beginning");
        SKImageInfo stated = codec.Info;
        if ((long)stated.Width * stated.Height > maxPixels)
            throw new ImageFileException(path,
                string.Create(CultureInfo.InvariantCulture,
                    $"it states {stated.Width} x {stated.Height} pixels, more than maxPixels ({maxPixels})"));
        var image = new PixelBuffer((stated.Height, stated.Width));
        SKCodecResult result = Decode(codec, image);
        if (result == SKCodecResult.Success && codec.EncodedFormat == SKEncodedImageFormat.Jpeg && !JpegEnd.IsThere(data.AsSpan()))
            result = SKCodecResult.IncompleteInput;
        if (result == SKCodecResult.Success) return image;
        image.Dispose();
        throw new ImageFileException(path, result switch
        {
            SKCodecResult.IncompleteInput => "it is cut off",
            SKCodecResult.ErrorInInput => "its data is damaged",
            SKCodecResult.Unimplemented or SKCodecResult.InvalidConversion => $"this kind of {codec.EncodedFormat} is not supported",
            _ => $"the decoder reports {result}",
        });
    }

    // No colour space is asked for, so colours come as stored: profiles and gamma of a file change nothing, as in Keras.
    private static unsafe SKCodecResult Decode(SKCodec codec, PixelBuffer image)
    {
        var form = new SKImageInfo(image.Size.Width, image.Size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        fixed (byte* pixels = image.Bytes) return codec.GetPixels(form, (nint)pixels, form.RowBytes, SKCodecOptions.Default);
    }

    private static SKData Content(string path)
    {
        try
        {
            long length = RegularFile.Length(path);
            if (length > int.MaxValue) throw new ImageFileException(path, "it is larger than 2 GB");
            using FileStream file = File.OpenRead(path);
            return SKData.Create(file, length) ?? throw new ImageFileException(path, "it changed while it was read");
        }
        catch (InvalidDataException e)
        {
            throw new ImageFileException(path, "it is empty, or a device or a pipe", e);
        }
    }
}
