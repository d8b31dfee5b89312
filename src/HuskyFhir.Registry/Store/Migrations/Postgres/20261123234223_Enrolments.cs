using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Enrolments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "enrolment_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    answer = table.Column<long>(type: "bigint", nullable: true),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    complete = table.Column<long>(type: "bigint", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    finished = table.Column<long>(type: "bigint", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    started = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    taken = table.Column<long>(type: "bigint", nullable: false),
                    touched = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "enrolment_interchanges",
                columns: table => new
                {
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sender = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    file = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_interchanges", x => new { x.partner, x.sender, x.number });
                });

            migrationBuilder.CreateTable(
                name: "enrolment_numbers",
                columns: table => new
                {
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_numbers", x => x.partner);
                });

            migrationBuilder.CreateTable(
                name: "enrolment_outcomes",
                columns: table => new
                {
                    file = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_outcomes", x => new { x.file, x.n });
                });

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_files_partner_sha256",
                table: "enrolment_files",
                columns: new[] { "partner", "sha256" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_files_partner_started",
                table: "enrolment_files",
                columns: new[] { "partner", "started" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_interchanges_file",
                table: "enrolment_interchanges",
                column: "file");

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_outcomes_file_member",
                table: "enrolment_outcomes",
                columns: new[] { "file", "member" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_outcomes_file_outcome",
                table: "enrolment_outcomes",
                columns: new[] { "file", "outcome" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "enrolment_files");

            migrationBuilder.DropTable(
                name: "enrolment_interchanges");

            migrationBuilder.DropTable(
                name: "enrolment_numbers");

            migrationBuilder.DropTable(
                name: "enrolment_outcomes");
        }
    }
}
