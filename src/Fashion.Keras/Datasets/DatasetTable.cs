namespace Fashion.Keras.Datasets;

/// <summary>Names, checksums and addresses of all data sets, as Keras 3.16 states them.</summary>
internal static class DatasetTable
{
    private const int Mebi = 1 << 20;

    private static readonly Uri Google = new("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
        Toronto = new("https://www.cs.toronto.edu/~kriz/");

    public static DatasetArchive FashionMnist { get; } = new("Fashion-MNIST", "fashion-mnist", "FASHION_MNIST_DIR", "dataset-fashion-mnist",
        [Google, new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")],
        [
            new("train-images-idx3-ubyte.gz", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", 47_040_016),
            new("train-labels-idx1-ubyte.gz", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9", 60_008),
            new("t10k-images-idx3-ubyte.gz", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", 7_840_016),
            new("t10k-labels-idx1-ubyte.gz", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34", 10_008),
        ]);

    public static DatasetArchive Mnist { get; } =
        One("MNIST", Google, "mnist.npz", "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1", 16);

    public static DatasetArchive Cifar10 { get; } =
        One("CIFAR-10", Toronto, "cifar-10-batches-py-target_archive", "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
            200, "cifar-10-python.tar.gz");

    public static DatasetArchive Cifar100 { get; } =
        One("CIFAR-100", Toronto, "cifar-100-python-target_archive", "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7",
            200, "cifar-100-python.tar.gz");

    public static DatasetArchive Imdb { get; } =
        One("IMDB", Google, "imdb.npz", "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f", 32);

    public static DatasetArchive ImdbWords { get; } =
        One("IMDB's word index", Google, "imdb_word_index.json", "bfafd718b763782e994055a2d397834f", 8);

    public static DatasetArchive Reuters { get; } =
        One("Reuters", Google, "reuters.npz", "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916", 8);

    public static DatasetArchive ReutersWords { get; } =
        One("Reuters's word index", Google, "reuters_word_index.json", "4d44cc38712099c9e383dc6e5f11a921", 8);

    public static DatasetArchive BostonHousing { get; } =
        One("Boston housing", Google, "boston_housing.npz", "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5", 4);

    public static DatasetArchive CaliforniaHousing { get; } =
        One("California housing", Google, "california_housing.npz", "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f", 8);

    // A single file in the cache itself; an upper limit of its size in MiB.
    private static DatasetArchive One(string name, Uri origin, string file, string checksum, int most, string? remoteName = null) =>
        new(name, "", null, null, [origin], [new(file, checksum, most * Mebi) { Unpacked = false, RemoteName = remoteName }]);
}
