using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    finished = table.Column<long>(type: "bigint", nullable: true),
                    input = table.Column<byte[]>(type: "bytea", nullable: false),
                    lease = table.Column<long>(type: "bigint", nullable: false),
                    made = table.Column<long>(type: "bigint", nullable: false),
                    operation = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    organization = table.Column<Guid>(type: "uuid", nullable: true),
                    output = table.Column<byte[]>(type: "bytea", nullable: true),
                    request = table.Column<string>(type: "text", nullable: false, collation: "C")
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
