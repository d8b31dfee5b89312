using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AsyncJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "async_jobs",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    client = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    finished = table.Column<long>(type: "INTEGER", nullable: true),
                    input = table.Column<byte[]>(type: "BLOB", nullable: false),
                    lease = table.Column<long>(type: "INTEGER", nullable: false),
                    made = table.Column<long>(type: "INTEGER", nullable: false),
                    operation = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    organization = table.Column<byte[]>(type: "BLOB", nullable: true),
                    output = table.Column<byte[]>(type: "BLOB", nullable: true),
                    request = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_async_jobs", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_async_jobs_made",
                table: "async_jobs",
                column: "made");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "async_jobs");
        }
    }
}
